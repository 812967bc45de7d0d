# Training passes: forward, loss, gradients; and the optimizer. M counts the completion tokens that are scored, over the whole batch.
# plan_4: how many of sums belong to t (a tied head at its end is no weight of its own) and how many to v (0: the tower is
# frozen), whether layers are run again in the backward pass, and rows of logits at a time.


def zero_gradients(self, weights: List[Tensor], wanted: Tensor) -> List[Tensor]:
    result: List[Tensor] = []
    for i in range(len(weights)):
        if bool(wanted[i]):
            result.append(torch.zeros_like(weights[i]))
        else:
            result.append(torch.zeros([0], dtype=weights[i].dtype, device=weights[i].device))
    return result


def seconds_since(self, start: int) -> Tensor:
    return torch.tensor(torch.div(torch.sub(ops.prim.TimePoint(), start), 1000000000.0), dtype=6)


def tower(self, v: List[Tensor], plan_4: Tensor, frozen: Tensor, patches: Tensor, position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor, blocks: List[Tensor]) -> Tensor:
    # Given features are taken as they are. Without any, the tower runs here: in a graph, or, where layers are run again,
    # without one, with what goes into each block in blocks.
    if int(plan_4[1]) == 0 or patches.size(0) == 0:
        return frozen
    if int(plan_4[2]) == 0:
        return self.encode_images(patches, v, position_N2, whole, whole_restore, window, window_restore)
    return self.vision_tower(self.without_graph(v), patches, position_N2, whole, whole_restore, window, window_restore, True, blocks)


def scored_rows(self, t: List[Tensor], plan_4: Tensor, features: Tensor, ids_BP: Tensor, slot: Tensor, feature: Tensor, sheets: List[Tensor], pick_M: Tensor, geometry: List[Tensor], kept: List[Tensor]) -> Tensor:
    # [M, H] before the final norm.
    keep = 2
    if int(plan_4[2]) != 0:
        keep = 1
    return torch.index_select(self.decoder_rows(t, ids_BP, torch.detach(features), slot, feature, sheets, geometry, keep, kept), 0, pick_M)


def add_gradients(self, t: List[Tensor], v: List[Tensor], sums: List[Tensor], plan_4: Tensor, features: Tensor, blocks: List[Tensor], kept: List[Tensor], geometry: List[Tensor], y_MH: Tensor, temperature: float, by_log_p_M: Tensor, by_entropy_M: Tensor, patches: Tensor, position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor, ids_BP: Tensor, slot: Tensor, feature: Tensor, sheets: List[Tensor], pick_M: Tensor, target_M: Tensor) -> Tensor:
    # From gradients by log-probs and entropies to those by all weights.
    trained = int(plan_4[0])
    head = trained - 1
    if self.tied_head:
        head = 0
    norm = 1 + 7 * self.layers
    by = self.head_gradients(t[norm + 1], self.final_rows(t, y_MH), target_M, temperature, int(plan_4[3]), by_log_p_M, by_entropy_M, sums[head])
    by = self.norm_gradient(y_MH, t[norm], by, sums[norm])
    by = self.decoder_gradients(t, kept, by, ids_BP, slot, sheets, pick_M, geometry, sums)
    if int(plan_4[1]) > 0 and patches.size(0) > 0:
        by_features = torch.index_add_(torch.zeros_like(features, dtype=by.dtype), 0, feature, torch.index_select(by, 0, slot))
        if int(plan_4[2]) == 0:
            by_v = self.found([features], [by_features], v)
        else:
            by_v = self.vision_gradients(v, blocks, by_features, patches, position_N2, whole, whole_restore, window, window_restore)
        for w in range(len(v)):
            if sums[trained + w].numel() > 0:
                torch.add_(sums[trained + w], by_v[w])
    return by


def sft_gradients(self, t: List[Tensor], v: List[Tensor], sums: List[Tensor], plan_4: Tensor, frozen: Tensor, patches: Tensor, position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor, ids_BP: Tensor, position_3BP: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], pick_M: Tensor, target_M: Tensor, weight_M: Tensor) -> List[Tensor]:
    # Cross-entropy; weight_M holds the normalisation. Returns loss, log-probs, entropy and hits [M], then the seconds of
    # the backward pass; adds each weight's gradient to its sum.
    t = self.without_graph(t)
    blocks: List[Tensor] = []
    kept: List[Tensor] = []
    features = self.tower(v, plan_4, frozen, patches, position_N2, whole, whole_restore, window, window_restore, blocks)
    geometry = self.row_geometry(ids_BP, position_3BP, length_B, base_B, sheets, t[0])
    y = self.scored_rows(t, plan_4, features, ids_BP, slot, feature, sheets, pick_M, geometry, kept)
    log_p, entropy, hit = self.target_log_probs(t[2 + 7 * self.layers], self.final_rows(t, y), target_M, 1.0, int(plan_4[3]))
    loss = torch.neg(torch.sum(torch.mul(log_p, weight_M)))
    start = ops.prim.TimePoint()
    self.add_gradients(t, v, sums, plan_4, features, blocks, kept, geometry, y, 1.0, torch.neg(weight_M), torch.zeros_like(weight_M), patches, position_N2, whole, whole_restore, window, window_restore, ids_BP, slot, feature, sheets, pick_M, target_M)
    return [loss, log_p, entropy, hit, self.seconds_since(start)]


def grpo_gradients(self, t: List[Tensor], v: List[Tensor], sums: List[Tensor], plan_4: Tensor, frozen: Tensor, patches: Tensor, position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor, ids_BP: Tensor, position_3BP: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], pick_M: Tensor, target_M: Tensor, weight_M: Tensor, advantage_M: Tensor, old_M: Tensor, reference_M: Tensor, sampler_M: Tensor, completion_M: Tensor, settings: Tensor, modes: Tensor) -> List[Tensor]:
    # The objective of objective.py, which tells what the last arguments are. Returns loss, log-probs, entropy, kl,
    # ratio and sampler weight [M], then the seconds of the backward pass; adds each weight's gradient to its sum.
    t = self.without_graph(t)
    temperature = float(settings[0])
    blocks: List[Tensor] = []
    kept: List[Tensor] = []
    features = self.tower(v, plan_4, frozen, patches, position_N2, whole, whole_restore, window, window_restore, blocks)
    geometry = self.row_geometry(ids_BP, position_3BP, length_B, base_B, sheets, t[0])
    y = self.scored_rows(t, plan_4, features, ids_BP, slot, feature, sheets, pick_M, geometry, kept)
    log_p, entropy, hit = self.target_log_probs(t[2 + 7 * self.layers], self.final_rows(t, y), target_M, temperature, int(plan_4[3]))
    by = self.objective_gradients(log_p, entropy, weight_M, advantage_M, old_M, reference_M, sampler_M, completion_M, settings, modes)
    start = ops.prim.TimePoint()
    self.add_gradients(t, v, sums, plan_4, features, blocks, kept, geometry, y, temperature, by[6], by[7], patches, position_N2, whole, whole_restore, window, window_restore, ids_BP, slot, feature, sheets, pick_M, target_M)
    result = by[:6]
    result.append(self.seconds_since(start))
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
