# Stochastic rounding to bf16, which keeps the mean. Rounding to nearest would lose every update that is too small for
# bf16.


def random_bits(self, base: Tensor, first: int, count: int) -> Tensor:
    # 64 bits for each of the elements [first, first + count): SplitMix64 (doi 10.1145/2714064.2660195) from the seed base.
    # An element's bits depend only on its index.
    z = torch.arange(first + 1, first + count + 1, dtype=4, device=base.device)
    z = torch.add_(torch.mul_(z, -7046029254386353131), base)
    z = torch.mul_(torch.bitwise_xor(z, torch.bitwise_and(torch.bitwise_right_shift(z, 30), 17179869183)), -4658895280553007687)
    z = torch.mul_(torch.bitwise_xor(z, torch.bitwise_and(torch.bitwise_right_shift(z, 27), 137438953471)), -7723592293110705685)
    return torch.bitwise_xor(z, torch.bitwise_and(torch.bitwise_right_shift(z, 31), 8589934591))


def rounded(self, x: Tensor, bits: Tensor, shift: int) -> Tensor:
    # fp32 to bf16. The 16 dropped bits are the distance to the next bf16 number (away from zero): adding 16 random bits
    # carries with just that probability.
    random = torch.bitwise_and(torch.bitwise_right_shift(bits, shift), 65535).to(3)
    carried = torch.bitwise_and(torch.add_(random, torch.view_copy(x, dtype=3)), -65536)
    return torch.view_copy(carried, dtype=6).to(15)


def put(self, x: Tensor, into: Tensor, bits: Tensor, shift: int) -> Tensor:
    if into.dtype == 15:
        return torch.copy_(into, self.rounded(x, bits, shift))
    return torch.copy_(into, x)
