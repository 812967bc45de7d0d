# Products with matrices held in one of two layouts.


def is_packed(self, weight: Tensor) -> bool:
    return self.packs and weight.dim() == 2 and weight.numel() >= self.packs_from


def packed(self, weight: Tensor) -> Tensor:
    # The weight in the blocked layout of oneDNN, which multiplies a few rows twice as fast as the plain layout
    # (measured at 1 to 64 rows) and gives a row the same bits whatever the other rows of the batch. Read-only: it has
    # no gradient.
    return ops.mkldnn._reorder_linear_weight(torch.detach(weight), 32)


def packed_linear(self, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    nothing: List[Optional[number]] = []
    return ops.mkldnn._linear_pointwise(x, weight, bias, "none", nothing, "")


def packed_product(self, x: Tensor, weight: Tensor) -> Tensor:
    return self.packed_linear(x, weight, None)


def plain_product(self, x: Tensor, weight: Tensor) -> Tensor:
    return torch.linear(x, weight, None)
