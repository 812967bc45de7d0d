# Low-rank adapters (LoRA, arXiv 2106.09685): W = base + scale B A, with A [r, columns] and B [rows, r] in fp32. The i-th
# adapter's weight W [rows, columns] is a range of rows of one of the model's tensors t; place has, for each adapter, the
# tensor, its first row and the number of rows (LoraScript).


def lora_rows(self, t: List[Tensor], place: Tensor, i: int) -> Tensor:
    tensor, first, rows = int(place[3 * i]), int(place[3 * i + 1]), int(place[3 * i + 2])
    return torch.narrow(torch.detach(t[tensor]), 0, first, rows)


def lora_gradients(self, grad_t: List[Tensor], a: List[Tensor], b: List[Tensor], place: Tensor, scale: Tensor) -> List[Tensor]:
    # From the gradients of the model's tensors: grad_A = scale B^T grad_W of every adapter, then grad_B = scale grad_W A^T.
    grad_a: List[Tensor] = []
    grad_b: List[Tensor] = []
    for i in range(len(a)):
        grad_w = self.lora_rows(grad_t, place, i).to(6)
        grad_a.append(torch.mul(torch.matmul(torch.transpose(b[i], 0, 1), grad_w), float(scale)))
        grad_b.append(torch.mul(torch.matmul(grad_w, torch.transpose(a[i], 0, 1)), float(scale)))
    grad_a.extend(grad_b)
    return grad_a


def lora_merge(self, t: List[Tensor], base: List[Tensor], a: List[Tensor], b: List[Tensor], place: Tensor, scale: Tensor) -> Tensor:
    # Writes W into the model's tensors.
    for i in range(len(a)):
        torch.copy_(self.lora_rows(t, place, i), torch.add(base[i].to(6), torch.matmul(b[i], a[i]), alpha=float(scale)))
    return torch.zeros([1])
