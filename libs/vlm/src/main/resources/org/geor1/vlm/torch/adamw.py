# AdamW where weights or moments are held in bf16, or moments on another device: a piece of a tensor at a time becomes
# fp32 where its weight is, is updated there and goes back. What goes back to bf16 is rounded up or down at random, in
# such a way that the mean is kept: steps too small for bf16 would otherwise be lost every time.


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


def adamw_step_by_pieces(self, weights: List[Tensor], gradients: List[Tensor], exp_avg: List[Tensor], exp_avg_sq: List[Tensor], steps: List[Tensor], norm: Tensor, settings: Tensor, seeds: Tensor, piece: Tensor) -> Tensor:
    # As adamw_step, for tensors of fp32 and bf16. seeds has one for each tensor's random bits; piece is how many
    # elements are updated at a time.
    torch._foreach_add_(steps, 1)
    for i in range(len(weights)):
        w = torch.view(torch.detach(weights[i]), [-1])
        g = torch.reshape(gradients[i], [-1])
        m = torch.view(exp_avg[i], [-1])
        v = torch.view(exp_avg_sq[i], [-1])
        step = steps[i].to(w.device)
        for first in range(0, w.size(0), int(piece)):
            count = min(int(piece), w.size(0) - first)
            w_part = torch.narrow(w, 0, first, count)
            m_part = torch.narrow(m, 0, first, count)
            v_part = torch.narrow(v, 0, first, count)
            w_new = [torch.clone(w_part).to(6)]
            g_new = [torch.narrow(g, 0, first, count).to(6)]
            m_new = [torch.clone(m_part.to(w.device)).to(6)]
            v_new = [torch.clone(v_part.to(w.device)).to(6)]
            self.clipped_adamw(w_new, g_new, m_new, v_new, [step], norm.to(w.device), settings)
            bits = self.random_bits(seeds[i], first, count)
            self.put(w_new[0], w_part, bits, 0)
            self.put(m_new[0], m_part, bits, 16)
            self.put(v_new[0], v_part, bits, 32)
    return norm


def moment(self, weight: Tensor, kind: Tensor, place: Tensor) -> Tensor:
    # Zeros like weight, in the type of that number, where place is.
    return torch.zeros(weight.size(), dtype=int(kind), device=place.device)
