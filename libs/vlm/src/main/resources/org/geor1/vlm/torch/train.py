# Training steps: forward, loss, gradients; and the optimizer. M counts the completion tokens that are scored, over the whole batch.
# plan_4: how many tensors are trained at the head of t and of v, whether layers are recomputed, and rows of logits at a time.


def token_log_probs(self, t: List[Tensor], ids_BP: Tensor, position_3BP: Tensor, features: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], pick_M: Tensor, target_M: Tensor, temperature: float, entropy_gradient: bool) -> Tuple[Tensor, Tensor, Tensor]:
    # pick_M are rows of the branches' hidden states; what stands there predicts target_M.
    y = self.branch_forward(t, ids_BP, position_3BP, features, slot, feature, length_B, base_B, sheets)
    return self.target_log_probs(t[2 + 7 * self.layers], torch.index_select(y, 0, pick_M), target_M, temperature, entropy_gradient)


def score(self, t: List[Tensor], ids_BP: Tensor, position_3BP: Tensor, features: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], pick_M: Tensor, target_M: Tensor, temperature: Tensor, rows: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    y = self.branch_forward(t, ids_BP, position_3BP, features, slot, feature, length_B, base_B, sheets)
    return self.chunked_log_probs(t[2 + 7 * self.layers], torch.index_select(y, 0, pick_M), target_M, float(temperature), int(rows))


def trained_weights(self, t: List[Tensor], v: List[Tensor], plan_4: Tensor) -> List[Tensor]:
    # A tied head at the end of t is no weight of its own.
    result: List[Tensor] = []
    result.extend(t[:int(plan_4[0])])
    result.extend(v[:int(plan_4[1])])
    return result


def in_one_graph(self, plan_4: Tensor, target_M: Tensor) -> bool:
    return int(plan_4[2]) == 0 and target_M.size(0) <= int(plan_4[3])


def trained_features(self, v: List[Tensor], frozen: Tensor, patches: Tensor, position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor) -> Tensor:
    # Given features are taken as they are; without any, the vision tower runs here and is trained.
    if patches.size(0) == 0 or frozen.size(0) > 0:
        return frozen
    return self.encode_images(patches, v, position_N2, whole, whole_restore, window, window_restore)


def hidden_states(self, t: List[Tensor], v: List[Tensor], plan_4: Tensor, frozen: Tensor, patches: Tensor, position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor, ids_BP: Tensor, position_3BP: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], pick_M: Tensor, target_M: Tensor) -> Tuple[Tensor, Tensor, List[Tensor], List[Tensor]]:
    # Hidden states of the scored tokens [M, H] and the features, in a graph; or, where layers are recomputed, without
    # one, with what went into each block of the tower and into each layer.
    blocks: List[Tensor] = []
    layers: List[Tensor] = []
    if int(plan_4[2]) == 0:
        features = self.trained_features(v, frozen, patches, position_N2, whole, whole_restore, window, window_restore)
        y = self.branch_forward(t, ids_BP, position_3BP, features, slot, feature, length_B, base_B, sheets)
    else:
        features = frozen
        if patches.size(0) > 0 and frozen.size(0) == 0:
            features = self.vision_tower(self.without_graph(v), patches, position_N2, whole, whole_restore, window, window_restore, True, blocks)
        layers = self.layer_inputs(t, ids_BP, position_3BP, features, slot, feature, length_B, base_B, sheets)
        y = self.final_rows(self.without_graph(t), layers[len(layers) - len(sheets):])
    return torch.index_select(y, 0, pick_M), features, blocks, layers


def state_gradients(self, t: List[Tensor], v: List[Tensor], plan_4: Tensor, states: Tuple[Tensor, Tensor, List[Tensor], List[Tensor]], temperature: float, by_log_p_M: Tensor, by_entropy_M: Tensor, patches: Tensor, position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor, ids_BP: Tensor, position_3BP: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], pick_M: Tensor, target_M: Tensor) -> List[Tensor]:
    # From gradients by log-probs and entropies to one for each trained weight.
    y_MH, features, blocks, layers = states
    by_y, by_head = self.chunked_gradients(t[2 + 7 * self.layers], y_MH, target_M, temperature, int(plan_4[3]), by_log_p_M, by_entropy_M)
    result: List[Tensor] = []
    if int(plan_4[2]) == 0:
        result.extend(self.gradients(torch.sum(torch.mul(y_MH, by_y)), self.trained_weights(t, v, plan_4)))
        head = int(plan_4[0]) - 1
        if self.tied_head:
            head = 0
        result[head] = torch.add_(result[head], by_head)
        return result
    by = self.decoder_gradients(t, layers, by_y, by_head, features, ids_BP, position_3BP, slot, feature, length_B, base_B, sheets, pick_M)
    result.extend(by[:int(plan_4[0])])
    if int(plan_4[1]) > 0:
        if len(blocks) > 0:
            result.extend(self.vision_gradients(v, blocks, by[len(by) - 1], patches, position_N2, whole, whole_restore, window, window_restore))
        else:
            for weight in v:
                result.append(torch.zeros_like(weight))
    return result


def sft_gradients(self, t: List[Tensor], v: List[Tensor], plan_4: Tensor, frozen: Tensor, patches: Tensor, position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor, ids_BP: Tensor, position_3BP: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], pick_M: Tensor, target_M: Tensor, weight_M: Tensor) -> List[Tensor]:
    # Cross-entropy; weight_M holds the normalisation. Returns loss, log-probs, entropy
    # and hits [M], then a gradient for each trained weight.
    if self.in_one_graph(plan_4, target_M):
        features = self.trained_features(v, frozen, patches, position_N2, whole, whole_restore, window, window_restore)
        log_p, entropy, hit = self.token_log_probs(t, ids_BP, position_3BP, features, slot, feature, length_B, base_B, sheets, pick_M, target_M, 1.0, False)
        loss = torch.neg(torch.sum(torch.mul(log_p, weight_M)))
        result = [torch.detach(loss), torch.detach(log_p), entropy, hit]
        result.extend(self.gradients(loss, self.trained_weights(t, v, plan_4)))
        return result
    states = self.hidden_states(t, v, plan_4, frozen, patches, position_N2, whole, whole_restore, window, window_restore, ids_BP, position_3BP, slot, feature, length_B, base_B, sheets, pick_M, target_M)
    log_p, entropy, hit = self.chunked_log_probs(t[2 + 7 * self.layers], states[0], target_M, 1.0, int(plan_4[3]))
    result = [torch.neg(torch.sum(torch.mul(log_p, weight_M))), log_p, entropy, hit]
    result.extend(self.state_gradients(t, v, plan_4, states, 1.0, torch.neg(weight_M), torch.zeros_like(weight_M), patches, position_N2, whole, whole_restore, window, window_restore, ids_BP, position_3BP, slot, feature, length_B, base_B, sheets, pick_M, target_M))
    return result


def grpo_gradients(self, t: List[Tensor], v: List[Tensor], plan_4: Tensor, frozen: Tensor, patches: Tensor, position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor, ids_BP: Tensor, position_3BP: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], pick_M: Tensor, target_M: Tensor, weight_M: Tensor, advantage_M: Tensor, old_M: Tensor, reference_M: Tensor, sampler_M: Tensor, completion_M: Tensor, settings: Tensor, modes: Tensor) -> List[Tensor]:
    # The objective of objective.py, which tells what the last arguments are. Returns loss, log-probs, entropy, kl,
    # ratio and sampler weight [M], then a gradient for each trained weight.
    temperature = float(settings[0])
    if self.in_one_graph(plan_4, target_M):
        features = self.trained_features(v, frozen, patches, position_N2, whole, whole_restore, window, window_restore)
        log_p, entropy, hit = self.token_log_probs(t, ids_BP, position_3BP, features, slot, feature, length_B, base_B, sheets, pick_M, target_M, temperature, float(settings[5]) != 0.0)
        loss, kl, ratio, correction = self.grpo_objective(log_p, entropy, weight_M, advantage_M, old_M, reference_M, sampler_M, completion_M, settings, modes)
        result = [torch.detach(loss), torch.detach(log_p), torch.detach(entropy), kl, ratio, correction]
        result.extend(self.gradients(loss, self.trained_weights(t, v, plan_4)))
        return result
    states = self.hidden_states(t, v, plan_4, frozen, patches, position_N2, whole, whole_restore, window, window_restore, ids_BP, position_3BP, slot, feature, length_B, base_B, sheets, pick_M, target_M)
    log_p, entropy, hit = self.chunked_log_probs(t[2 + 7 * self.layers], states[0], target_M, temperature, int(plan_4[3]))
    by = self.objective_gradients(log_p, entropy, weight_M, advantage_M, old_M, reference_M, sampler_M, completion_M, settings, modes)
    result = by[:6]
    result.extend(self.state_gradients(t, v, plan_4, states, temperature, by[6], by[7], patches, position_N2, whole, whole_restore, window, window_restore, ids_BP, position_3BP, slot, feature, length_B, base_B, sheets, pick_M, target_M))
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
