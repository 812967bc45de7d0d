# Training steps: forward, loss, gradients; and the optimizer. M counts the completion tokens that are scored, over the whole batch.


def token_log_probs(self, t: List[Tensor], ids_BP: Tensor, position_3BP: Tensor, features: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], pick_M: Tensor, target_M: Tensor, temperature: float, entropy_gradient: bool) -> Tuple[Tensor, Tensor, Tensor]:
    # pick_M are rows of the branches' hidden states; what stands there predicts target_M.
    y = self.branch_forward(t, ids_BP, position_3BP, features, slot, feature, length_B, base_B, sheets)
    return self.target_log_probs(t, torch.index_select(y, 0, pick_M), target_M, temperature, entropy_gradient)


def score(self, t: List[Tensor], ids_BP: Tensor, position_3BP: Tensor, features: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], pick_M: Tensor, target_M: Tensor, temperature: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    return self.token_log_probs(t, ids_BP, position_3BP, features, slot, feature, length_B, base_B, sheets, pick_M, target_M, float(temperature), False)


def trained_weights(self, t: List[Tensor], v: List[Tensor], trained_2: Tensor) -> List[Tensor]:
    # trained_2 counts the trained tensors at the head of each list; a tied head at the end of t is no weight of its own.
    result: List[Tensor] = []
    result.extend(t[:int(trained_2[0])])
    result.extend(v[:int(trained_2[1])])
    return result


def trained_features(self, v: List[Tensor], frozen: Tensor, patches: Tensor, position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor) -> Tensor:
    # Given features are taken as they are; without any, the vision tower runs here and is trained.
    if patches.size(0) == 0 or frozen.size(0) > 0:
        return frozen
    return self.encode_images(v, patches, position_N2, whole, whole_restore, window, window_restore)


def sft_gradients(self, t: List[Tensor], v: List[Tensor], trained_2: Tensor, frozen: Tensor, patches: Tensor, position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor, ids_BP: Tensor, position_3BP: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], pick_M: Tensor, target_M: Tensor, weight_M: Tensor) -> List[Tensor]:
    # Cross-entropy; weight_M holds the normalisation. Returns loss, log-probs, entropy
    # and hits [M], then a gradient for each trained weight.
    features = self.trained_features(v, frozen, patches, position_N2, whole, whole_restore, window, window_restore)
    log_p, entropy, hit = self.token_log_probs(t, ids_BP, position_3BP, features, slot, feature, length_B, base_B, sheets, pick_M, target_M, 1.0, False)
    loss = torch.neg(torch.sum(torch.mul(log_p, weight_M)))
    result = [torch.detach(loss), torch.detach(log_p), entropy, hit]
    result.extend(self.gradients(loss, self.trained_weights(t, v, trained_2)))
    return result


def grpo_gradients(self, t: List[Tensor], v: List[Tensor], trained_2: Tensor, frozen: Tensor, patches: Tensor, position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor, ids_BP: Tensor, position_3BP: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], pick_M: Tensor, target_M: Tensor, weight_M: Tensor, advantage_M: Tensor, old_M: Tensor, reference_M: Tensor, sampler_M: Tensor, completion_M: Tensor, settings: Tensor, modes: Tensor) -> List[Tensor]:
    # The objective of objective.py, which tells what the last arguments are. Returns loss, log-probs, entropy, kl,
    # ratio and sampler weight [M], then a gradient for each trained weight.
    features = self.trained_features(v, frozen, patches, position_N2, whole, whole_restore, window, window_restore)
    log_p, entropy, hit = self.token_log_probs(t, ids_BP, position_3BP, features, slot, feature, length_B, base_B, sheets, pick_M, target_M, float(settings[0]), float(settings[5]) != 0.0)
    loss, kl, ratio, correction = self.grpo_objective(log_p, entropy, weight_M, advantage_M, old_M, reference_M, sampler_M, completion_M, settings, modes)
    result = [torch.detach(loss), torch.detach(log_p), torch.detach(entropy), kl, ratio, correction]
    result.extend(self.gradients(loss, self.trained_weights(t, v, trained_2)))
    return result


def accumulate(self, total: List[Tensor], part: List[Tensor]) -> Tensor:
    torch._foreach_add_(total, part)
    return torch.zeros([1])


def adamw_step(self, weights: List[Tensor], gradients: List[Tensor], exp_avg: List[Tensor], exp_avg_sq: List[Tensor], steps: List[Tensor], settings: Tensor) -> Tensor:
    # Clips the gradient's global norm and takes one AdamW step, in place. A gradient that is not finite changes
    # nothing. settings: lr, beta1, beta2, eps, weight decay, max norm. Returns the norm before clipping.
    norms = torch._foreach_norm(gradients, 2)
    norm = torch.linalg_vector_norm(torch.stack(norms))
    if bool(torch.isfinite(norm)):
        scale = float(torch.clamp(torch.mul(torch.reciprocal(torch.add(norm, 1e-6)), settings[5]), None, 1.0))
        torch._foreach_mul_(gradients, scale)
        torch._foreach_add_(steps, 1)
        torch._fused_adamw_(
            weights, gradients, exp_avg, exp_avg_sq, [], steps,
            lr=float(settings[0]), beta1=float(settings[1]), beta2=float(settings[2]),
            weight_decay=float(settings[4]), eps=float(settings[3]), amsgrad=False, maximize=False)
    return norm
