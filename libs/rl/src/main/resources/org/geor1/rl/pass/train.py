# Training passes: forward, loss, gradients. M counts the scored completion tokens of the batch. sums has an accumulator
# for each tensor of t (a tied head once) and of v; an empty one belongs to a frozen weight.


class PassPlan(NamedTuple):
    # Whether the vision tower is trained, whether layers are recomputed in the backward pass, and rows of logits at a time.
    trains_vision: bool
    recomputes: bool
    logit_rows: int


class Forward(NamedTuple):
    # Saved by a forward pass up to the scored rows y_MH, before the final norm. inputs and insides: of the decoder's
    # layers (decoder_rows). blocks: inputs of the vision tower's blocks, if those are recomputed.
    y_MH: Tensor
    features: Tensor
    blocks: List[Tensor]
    inputs: List[Tensor]
    insides: List[LayerInside]
    geometry: Geometry


class HeadOutcome(NamedTuple):
    # found: per scored row, in the order of target_scores or objective_found.
    grad_y_MH: Tensor
    found: List[Tensor]
    backward_nanos: int


class TargetScores(NamedTuple):
    log_p_M: Tensor
    entropy_M: Tensor
    hit_M: Tensor


class SftOutcome(NamedTuple):
    loss: Tensor
    log_p_M: Tensor
    entropy_M: Tensor
    hit_M: Tensor
    backward_seconds: Tensor


class GrpoOutcome(NamedTuple):
    loss: Tensor
    log_p_M: Tensor
    entropy_M: Tensor
    kl_M: Tensor
    ratio_M: Tensor
    correction_M: Tensor
    backward_seconds: Tensor


def pass_plan(self, plan: Tensor) -> PassPlan:
    # In the order of TrainScript.plan.
    return PassPlan(int(plan[0]) != 0, int(plan[1]) != 0, int(plan[2]))


def target_scores(self, found: List[Tensor]) -> TargetScores:
    # As of_targets returns them.
    return TargetScores(found[0], found[1], found[2])


def vision_sums(self, sums: List[Tensor]) -> List[Tensor]:
    return sums[self.text_tensors:]


def head_sum(self, sums: List[Tensor]) -> Tensor:
    if self.tied_head:
        return self.embedding(sums)
    return self.head(sums)


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


def tower(self, v: List[Tensor], plan: PassPlan, given: Tensor, images: ImageBatch, blocks: List[Tensor]) -> Tensor:
    # Returns given features unchanged. Otherwise runs the tower: recording a graph, or, if layers are recomputed, without
    # one and saving the input of each block in blocks.
    if not plan.trains_vision or images.patches.size(0) == 0:
        return given
    if not plan.recomputes:
        return self.vision_tower(v, images, False, blocks)
    return self.vision_tower(self.without_graph(v), images, True, blocks)


def forward_pass(self, t: List[Tensor], v: List[Tensor], plan: PassPlan, given: Tensor, images: ImageBatch, batch: BranchBatch) -> Forward:
    blocks: List[Tensor] = []
    inputs: List[Tensor] = []
    insides: List[LayerInside] = []
    features = self.tower(v, plan, given, images, blocks)
    geometry = self.row_geometry(batch, self.embedding(t))
    keep = 2
    if plan.recomputes:
        keep = 1
    x = self.decoder_rows(t, batch, torch.detach(features), geometry, keep, inputs, insides)
    return Forward(torch.index_select(x, 0, batch.pick_M), features, blocks, inputs, insides, geometry)


def head_pass(self, t: List[Tensor], sums: List[Tensor], plan: PassPlan, y_MH: Tensor, target_M: Tensor, temperature: float, known_M: List[Tensor], terms: Optional[ObjectiveTerms]) -> HeadOutcome:
    # Final norm and head of the scored rows [M, H], forward and at once backward, some rows at a time: [M, vocabulary]
    # never exists, and no logit is computed twice. known_M has the gradients of log-probs and entropies, or is empty: then
    # they follow from the objective's terms, row by row.
    head = self.head(t)
    sum = self.head_sum(sums)
    # The head's gradient is summed in fp32 whatever its type.
    total = sum
    if sum.dtype != 6:
        total = torch.zeros_like(sum, dtype=6)
    y = self.final_rows(t, y_MH)
    grad_y: List[Tensor] = []
    pieces: List[List[Tensor]] = []
    backward = 0
    rows = plan.logit_rows
    for i in range(0, target_M.size(0), rows):
        target = target_M[i:i + rows]
        log_p = self.vocabulary_log_probs(head, y[i:i + rows], temperature)
        piece = self.of_targets(log_p, target)
        grads: List[Tensor] = []
        for known in known_M:
            grads.append(known[i:i + rows])
        if len(known_M) == 0 and terms is not None:
            objective = self.differentiated(piece[0], piece[1], self.rows_of_terms(terms, i, i + rows))
            piece = self.objective_found(objective)
            grads = [objective.grad_log_p, objective.grad_entropy]
        pieces.append(piece)
        start = ops.prim.TimePoint()
        grad_y.append(self.head_gradients(head, y[i:i + rows], target, log_p, temperature, grads[0], grads[1], total))
        backward += ops.prim.TimePoint() - start
    start = ops.prim.TimePoint()
    if sum.dtype != 6 and sum.numel() > 0:
        torch.add_(sum, total.to(sum.dtype))
    grad = self.norm_gradient(y_MH, self.final_norm(t), torch.cat(grad_y), self.final_norm(sums))
    return HeadOutcome(grad, self.joined(pieces), backward + ops.prim.TimePoint() - start)


def objective_found(self, objective: ObjectiveGradients) -> List[Tensor]:
    return [objective.loss, objective.log_p, objective.entropy, objective.kl, objective.ratio, objective.correction]


def grpo_outcome(self, found: List[Tensor], backward_seconds: Tensor) -> GrpoOutcome:
    # In the order of objective_found; loss has one entry per piece.
    return GrpoOutcome(torch.sum(found[0]), found[1], found[2], found[3], found[4], found[5], backward_seconds)


def add_gradients(self, t: List[Tensor], v: List[Tensor], sums: List[Tensor], plan: PassPlan, forward: Forward, grad_y_MH: Tensor, images: ImageBatch, batch: BranchBatch) -> Tensor:
    # From the gradient of the scored rows to those of all weights.
    grad = self.decoder_gradients(t, forward.inputs, forward.insides, grad_y_MH, batch, forward.geometry, sums)
    if plan.trains_vision and images.patches.size(0) > 0:
        slot, feature = batch.prompts.slot, batch.prompts.feature
        grad_features = torch.index_add_(torch.zeros_like(forward.features, dtype=grad.dtype), 0, feature, torch.index_select(grad, 0, slot))
        if not plan.recomputes:
            grad_v = self.autograd([forward.features], [grad_features], v)
        else:
            grad_v = self.vision_gradients(v, forward.blocks, grad_features, images)
        sums_v = self.vision_sums(sums)
        for w in range(len(v)):
            if sums_v[w].numel() > 0:
                torch.add_(sums_v[w], grad_v[w])
    return grad


def sft_gradients(self, t: List[Tensor], v: List[Tensor], sums: List[Tensor], plan: Tensor, given: Tensor, images: List[Tensor], whole: List[Tensor], window: List[Tensor], prompts: List[Tensor], buckets: List[Tensor], scored: List[Tensor], weight_M: Tensor) -> SftOutcome:
    # Cross-entropy: loss = -sum of weight * log_p; weight_M holds the normalisation. Adds each weight's gradient to its
    # sum.
    t = self.without_graph(t)
    how = self.pass_plan(plan)
    tiles = self.image_batch(images, whole, window)
    batch = self.branch_batch(prompts, buckets, scored)
    forward = self.forward_pass(t, v, how, given, tiles, batch)
    known_M = [torch.neg(weight_M), torch.zeros_like(weight_M)]
    head = self.head_pass(t, sums, how, forward.y_MH, batch.target_M, 1.0, known_M, None)
    scores = self.target_scores(head.found)
    loss = torch.neg(torch.sum(torch.mul(scores.log_p_M, weight_M)))
    start = ops.prim.TimePoint()
    self.add_gradients(t, v, sums, how, forward, head.grad_y_MH, tiles, batch)
    return SftOutcome(loss, scores.log_p_M, scores.entropy_M, scores.hit_M, self.seconds_since(start - head.backward_nanos))


def grpo_gradients(self, t: List[Tensor], v: List[Tensor], sums: List[Tensor], plan: Tensor, given: Tensor, images: List[Tensor], whole: List[Tensor], window: List[Tensor], prompts: List[Tensor], buckets: List[Tensor], scored: List[Tensor], terms: List[Tensor]) -> GrpoOutcome:
    # The objective of objective.py. Adds each weight's gradient to its sum.
    t = self.without_graph(t)
    how = self.pass_plan(plan)
    tiles = self.image_batch(images, whole, window)
    batch = self.branch_batch(prompts, buckets, scored)
    objective = self.objective_terms(terms)
    temperature = objective.settings.temperature
    forward = self.forward_pass(t, v, how, given, tiles, batch)
    known_M: List[Tensor] = []
    ahead: List[Tensor] = []
    if self.ties_tokens(objective.modes):
        log_p, entropy, hit = self.target_log_probs(self.head(t), self.final_rows(t, forward.y_MH), batch.target_M, temperature, how.logit_rows)
        whole_M = self.differentiated(log_p, entropy, objective)
        known_M = [whole_M.grad_log_p, whole_M.grad_entropy]
        ahead = self.objective_found(whole_M)
    head = self.head_pass(t, sums, how, forward.y_MH, batch.target_M, temperature, known_M, objective)
    found = head.found
    if len(ahead) > 0:
        found = ahead
    start = ops.prim.TimePoint()
    self.add_gradients(t, v, sums, how, forward, head.grad_y_MH, tiles, batch)
    return self.grpo_outcome(found, self.seconds_since(start - head.backward_nanos))


def accumulate(self, total: List[Tensor], part: List[Tensor]) -> Tensor:
    torch._foreach_add_(total, part)
    return torch.zeros([1])
