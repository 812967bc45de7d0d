# AdamW (arXiv 1711.05101, algorithm 2), fused. Where weights or moments are bf16, or moments are on another device, one
# piece of a tensor at a time is converted to fp32 on its weight's device, updated and written back. Values written back as
# bf16 are rounded stochastically (rounding.py).


class AdamwSettings(NamedTuple):
    learning_rate: float
    beta1: float
    beta2: float
    epsilon: float
    weight_decay: float
    max_norm: Tensor


def adamw_settings(self, settings: Tensor) -> AdamwSettings:
    # In the order of AdamwScript.step.
    return AdamwSettings(
        float(settings[0]), float(settings[1]), float(settings[2]), float(settings[3]), float(settings[4]), settings[5])


def clipped_adamw(self, weights: List[Tensor], gradients: List[Tensor], exp_avg: List[Tensor], exp_avg_sq: List[Tensor], steps: List[Tensor], norm: Tensor, settings: AdamwSettings) -> Tensor:
    # Scales the gradients inside the fused step, so that they are read once. A max norm of 0 clips nothing.
    scale = torch.ones_like(norm)
    if float(settings.max_norm) > 0:
        scale = torch.clamp(torch.div(torch.add(norm, 1e-6), settings.max_norm), 1.0)
    torch._fused_adamw_(
        weights, gradients, exp_avg, exp_avg_sq, [], steps,
        lr=settings.learning_rate, beta1=settings.beta1, beta2=settings.beta2,
        weight_decay=settings.weight_decay, eps=settings.epsilon, amsgrad=False, maximize=False, grad_scale=scale)
    return scale


def global_norm(self, gradients: List[Tensor]) -> Tensor:
    # In fp32.
    return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(gradients, 2, 6)))


def adamw_step(self, weights: List[Tensor], gradients: List[Tensor], exp_avg: List[Tensor], exp_avg_sq: List[Tensor], steps: List[Tensor], norm: Tensor, settings: Tensor) -> Tensor:
    # Clips the gradients by their global norm and takes one AdamW step, in place.
    torch._foreach_add_(steps, 1)
    return self.clipped_adamw(weights, gradients, exp_avg, exp_avg_sq, steps, norm, self.adamw_settings(settings))


def adamw_step_by_pieces(self, weights: List[Tensor], gradients: List[Tensor], exp_avg: List[Tensor], exp_avg_sq: List[Tensor], steps: List[Tensor], norm: Tensor, settings: Tensor, seeds: Tensor, piece: Tensor) -> Tensor:
    # As adamw_step, for tensors of fp32 and bf16. seeds: one per tensor, for its random bits; piece: elements updated at
    # a time.
    torch._foreach_add_(steps, 1)
    values = self.adamw_settings(settings)
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
            self.clipped_adamw(w_new, g_new, m_new, v_new, [step], norm.to(w.device), values)
            bits = self.random_bits(seeds[i], first, count)
            self.put(w_new[0], w_part, bits, 0)
            self.put(m_new[0], m_part, bits, 16)
            self.put(v_new[0], v_part, bits, 32)
    return norm


def moment(self, weight: Tensor, kind: Tensor, place: Tensor) -> Tensor:
    # Zeros shaped like weight, of type kind (libtorch's ScalarType), on the device of place.
    return torch.zeros(weight.size(), dtype=int(kind), device=place.device)
