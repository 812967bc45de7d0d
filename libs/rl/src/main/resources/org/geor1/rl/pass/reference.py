# The reference policy, if it follows the trained one.


def move_towards(self, weights: List[Tensor], targets: List[Tensor], share: Tensor, seeds: Tensor, piece: Tensor) -> Tensor:
    # In place: share * target + (1 - share) * weight, piece elements at a time. Either may be on another device. A small
    # share is less than half a step of bf16, so bf16 is rounded stochastically (rounding.py), with bits that the optimizer
    # does not use: otherwise the two roundings would not be independent.
    for i in range(len(weights)):
        w = torch.view(torch.detach(weights[i]), [-1])
        target = torch.reshape(torch.detach(targets[i]), [-1])
        for first in range(0, w.size(0), int(piece)):
            count = min(int(piece), w.size(0) - first)
            w_part = torch.narrow(w, 0, first, count)
            t_part = torch.narrow(target, 0, first, count).to(w.device).to(6)
            mixed = torch.mul(w_part.to(6), 1.0 - float(share))
            torch.add_(mixed, t_part, alpha=float(share))
            if w.dtype == 15:
                self.put(mixed, w_part, self.random_bits(seeds[i], first, count), 48)
            else:
                torch.copy_(w_part, mixed)
    return torch.zeros([1])
