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


def bytes_of(self, x: Tensor, range_2: Tensor) -> Tensor:
    # Elements [from, from + count) of x, counted flat, as they lie in memory.
    return torch.view_copy(torch.narrow(torch.reshape(x, [-1]), 0, int(range_2[0]), int(range_2[1])), dtype=0)


def put_bytes(self, x: Tensor, bytes: Tensor, place_2: Tensor) -> Tensor:
    # The other way round, in place: bytes of the type place_2[0], from element place_2[1] on.
    elements = torch.view_copy(bytes, dtype=int(place_2[0]))
    return torch.copy_(torch.narrow(torch.view(torch.detach(x), [-1]), 0, int(place_2[1]), elements.size(0)), elements)
