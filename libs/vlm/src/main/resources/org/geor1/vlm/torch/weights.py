# Conversion between stored weights and the tensors in use.


def converted(self, piece: Tensor, kind: Tensor) -> Tensor:
    # A copy, even if the type stays the same.
    return torch.clone(piece).to(int(kind))


def assemble(self, pieces: List[Tensor], columns: Tensor) -> Tensor:
    # Joins consecutive flat pieces into a matrix with this many columns (0: into a vector).
    whole = torch.cat(pieces)
    if int(columns) > 0:
        whole = torch.view(whole, [-1, int(columns)])
    return whole


def rows_of(self, x: Tensor, range_2: Tensor) -> Tensor:
    # A copy, so that the rest of x can be freed.
    return torch.clone(torch.narrow(x, 0, int(range_2[0]), int(range_2[1])))


def bytes_of(self, x: Tensor, range_2: Tensor) -> Tensor:
    # Elements [from, from + count) of x, flattened, as raw bytes.
    return torch.view_copy(torch.narrow(torch.reshape(x, [-1]), 0, int(range_2[0]), int(range_2[1])), dtype=0)


def put_bytes(self, x: Tensor, bytes: Tensor, place_2: Tensor) -> Tensor:
    # The inverse, in place: place_2 holds the element type (libtorch's ScalarType) and the index of the first element.
    elements = torch.view_copy(bytes, dtype=int(place_2[0]))
    return torch.copy_(torch.narrow(torch.view(torch.detach(x), [-1]), 0, int(place_2[1]), elements.size(0)), elements)
