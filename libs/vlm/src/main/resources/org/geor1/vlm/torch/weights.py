# Weights as they are stored become weights as they are used.


def converted(self, piece: Tensor, kind: Tensor) -> Tensor:
    # A copy, even where nothing is to be converted.
    return torch.clone(piece).to(int(kind))


def assemble(self, pieces: List[Tensor], columns: Tensor) -> Tensor:
    # Consecutive flat pieces laid into a matrix of so many columns (0: they stay a vector).
    whole = torch.cat(pieces)
    if int(columns) > 0:
        whole = torch.view(whole, [-1, int(columns)])
    return whole


def rows_of(self, x: Tensor, range_2: Tensor) -> Tensor:
    # A copy, so that the rest can go.
    return torch.clone(torch.narrow(x, 0, int(range_2[0]), int(range_2[1])))


def move_towards(self, weights: List[Tensor], targets: List[Tensor], share: Tensor, seeds: Tensor, piece: Tensor) -> Tensor:
    # In place: share of the targets, the rest of what the weights were, piece elements at a time. Either may be on
    # another device. A small share is less than half a step of bf16, so that is rounded at random (adamw.py), by bits
    # that its optimizer does not use: with those of the target, the two roundings would not be independent.
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


def bytes_of(self, x: Tensor, range_2: Tensor) -> Tensor:
    # Elements [from, from + count) of x, counted flat, as they lie in memory.
    return torch.view_copy(torch.narrow(torch.reshape(x, [-1]), 0, int(range_2[0]), int(range_2[1])), dtype=0)


def put_bytes(self, x: Tensor, bytes: Tensor, place_2: Tensor) -> Tensor:
    # The other way round, in place: bytes of the type place_2[0], from element place_2[1] on.
    elements = torch.view_copy(bytes, dtype=int(place_2[0]))
    return torch.copy_(torch.narrow(torch.view(torch.detach(x), [-1]), 0, int(place_2[1]), elements.size(0)), elements)
