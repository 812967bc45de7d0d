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
