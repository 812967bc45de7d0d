# Training passes: forward, loss, gradients; and the optimizer. M counts the completion tokens that are scored, over the whole batch.
# plan_4: how many of sums belong to t (a tied head at its end is no weight of its own) and how many to v (0: the tower is
# frozen), whether layers are run again in the backward pass, and rows of logits at a time.


def zero_gradients(self, t: List[Tensor], v: List[Tensor], wanted: Tensor) -> List[Tensor]:
    weights: List[Tensor] = []
    weights.extend(t)
    weights.extend(v)
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


def head_pass(self, t: List[Tensor], sums: List[Tensor], plan_4: Tensor, y_MH: Tensor, target_M: Tensor, temperature: float, by_M: List[Tensor], terms_M: List[Tensor], settings: Tensor, modes: Tensor) -> Tuple[Tensor, List[Tensor], int]:
    # Of the scored rows [M, H] before the final norm. So many at a time go forward and, while their logits are there,
    # backward: [M, vocabulary] never exists, and no logit is computed twice. by_M has the gradients by log-probs and
    # entropies, or nothing: then those follow from the objective over these rows alone. Returns the gradient by y_MH,
    # what of_targets or the objective gives, and the nanoseconds spent backward.
    norm = 1 + 7 * self.layers
    head = t[norm + 1]
    sum = sums[0]
    if not self.tied_head:
        sum = sums[int(plan_4[0]) - 1]
    # The head's is summed in fp32 whatever its type.
    total = sum
    if sum.dtype != 6:
        total = torch.zeros_like(sum, dtype=6)
    y = self.final_rows(t, y_MH)
    by_y: List[Tensor] = []
    pieces: List[List[Tensor]] = []
    backward = 0
    rows = int(plan_4[3])
    for i in range(0, target_M.size(0), rows):
        target = target_M[i:i + rows]
        log_p = self.vocabulary_log_probs(head, y[i:i + rows], temperature)
        piece = self.of_targets(log_p, target)
        by: List[Tensor] = []
        for known in by_M:
            by.append(known[i:i + rows])
        if len(by_M) == 0:
            terms: List[Tensor] = []
            for term in terms_M:
                terms.append(term[i:i + rows])
            piece = self.objective_gradients(piece[0], piece[1], terms, settings, modes)
            by = piece[6:]
        pieces.append(piece)
        start = ops.prim.TimePoint()
        by_y.append(self.head_gradients(head, y[i:i + rows], target, log_p, temperature, by[0], by[1], total))
        backward += ops.prim.TimePoint() - start
    start = ops.prim.TimePoint()
    if sum.dtype != 6 and sum.numel() > 0:
        torch.add_(sum, total.to(sum.dtype))
    result = self.norm_gradient(y_MH, t[norm], torch.cat(by_y), sums[norm])
    return result, self.joined(pieces), backward + ops.prim.TimePoint() - start


def add_gradients(self, t: List[Tensor], v: List[Tensor], sums: List[Tensor], plan_4: Tensor, features: Tensor, blocks: List[Tensor], kept: List[Tensor], geometry: List[Tensor], by_y_MH: Tensor, patches: Tensor, position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor, ids_BP: Tensor, slot: Tensor, feature: Tensor, sheets: List[Tensor], pick_M: Tensor) -> Tensor:
    # From the gradient by the scored rows to those by the weights of all layers.
    trained = int(plan_4[0])
    by = self.decoder_gradients(t, kept, by_y_MH, ids_BP, slot, sheets, pick_M, geometry, sums)
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
    by, found, backward = self.head_pass(t, sums, plan_4, y, target_M, 1.0, [torch.neg(weight_M), torch.zeros_like(weight_M)], [], weight_M, weight_M)
    loss = torch.neg(torch.sum(torch.mul(found[0], weight_M)))
    start = ops.prim.TimePoint()
    self.add_gradients(t, v, sums, plan_4, features, blocks, kept, geometry, by, patches, position_N2, whole, whole_restore, window, window_restore, ids_BP, slot, feature, sheets, pick_M)
    return [loss, found[0], found[1], found[2], self.seconds_since(start - backward)]


def grpo_gradients(self, t: List[Tensor], v: List[Tensor], sums: List[Tensor], plan_4: Tensor, frozen: Tensor, patches: Tensor, position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor, ids_BP: Tensor, position_3BP: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], pick_M: Tensor, target_M: Tensor, terms_M: List[Tensor], settings: Tensor, modes: Tensor) -> List[Tensor]:
    # The objective of objective.py, which tells what the last arguments are. Returns loss, log-probs, entropy, kl,
    # ratio and sampler weight [M], then the seconds of the backward pass; adds each weight's gradient to its sum.
    t = self.without_graph(t)
    temperature = float(settings[0])
    blocks: List[Tensor] = []
    kept: List[Tensor] = []
    features = self.tower(v, plan_4, frozen, patches, position_N2, whole, whole_restore, window, window_restore, blocks)
    geometry = self.row_geometry(ids_BP, position_3BP, length_B, base_B, sheets, t[0])
    y = self.scored_rows(t, plan_4, features, ids_BP, slot, feature, sheets, pick_M, geometry, kept)
    ahead: List[Tensor] = []
    if self.ties_tokens(modes):
        log_p, entropy, hit = self.target_log_probs(t[2 + 7 * self.layers], self.final_rows(t, y), target_M, temperature, int(plan_4[3]))
        ahead = self.objective_gradients(log_p, entropy, terms_M, settings, modes)
    by, found, backward = self.head_pass(t, sums, plan_4, y, target_M, temperature, ahead[6:], terms_M, settings, modes)
    if len(ahead) > 0:
        found = ahead
    start = ops.prim.TimePoint()
    self.add_gradients(t, v, sums, plan_4, features, blocks, kept, geometry, by, patches, position_N2, whole, whole_restore, window, window_restore, ids_BP, slot, feature, sheets, pick_M)
    return [torch.sum(found[0]), found[1], found[2], found[3], found[4], found[5], self.seconds_since(start - backward)]


def accumulate(self, total: List[Tensor], part: List[Tensor]) -> Tensor:
    torch._foreach_add_(total, part)
    return torch.zeros([1])
