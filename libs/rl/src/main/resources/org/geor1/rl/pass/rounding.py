# Rounding to bf16 up or down at random, so that the mean is kept: steps too small for bf16 are lost every time
# otherwise.


def random_bits(self, base: Tensor, first: int, count: int) -> Tensor:
    # 64 bits for each of the elements [first, first + count): what SplitMix64 gives from the seed base on. An element's
    # bits follow from its number alone, whatever comes with it.
    z = torch.arange(first + 1, first + count + 1, dtype=4, device=base.device)
    z = torch.add_(torch.mul_(z, -7046029254386353131), base)
    z = torch.mul_(torch.bitwise_xor(z, torch.bitwise_and(torch.bitwise_right_shift(z, 30), 17179869183)), -4658895280553007687)
    z = torch.mul_(torch.bitwise_xor(z, torch.bitwise_and(torch.bitwise_right_shift(z, 27), 137438953471)), -7723592293110705685)
    return torch.bitwise_xor(z, torch.bitwise_and(torch.bitwise_right_shift(z, 31), 8589934591))


def rounded(self, x: Tensor, bits: Tensor, shift: int) -> Tensor:
    # fp32 to bf16. The 16 bits that go are how much of the way to the next number of bf16 (away from zero) is done:
    # adding 16 random ones carries just as often.
    random = torch.bitwise_and(torch.bitwise_right_shift(bits, shift), 65535).to(3)
    carried = torch.bitwise_and(torch.add_(random, torch.view_copy(x, dtype=3)), -65536)
    return torch.view_copy(carried, dtype=6).to(15)


def put(self, x: Tensor, into: Tensor, bits: Tensor, shift: int) -> Tensor:
    if into.dtype == 15:
        return torch.copy_(into, self.rounded(x, bits, shift))
    return torch.copy_(into, x)
