# GRPO's objective (arXiv 2402.03300, section 4.1), its variants, and its gradients with respect to log-probabilities. M
# counts the scored completion tokens, in the order of their completions; completion_M is the completion of each, from 0.


class ObjectiveSettings(NamedTuple):
    # epsilon and epsilon_high: how far below and above 1 a ratio goes before it is clipped; for CISPO epsilon_high is
    # the bound of the ratio itself. beta: of the KL term. delta: bound of the unclipped ratio (0: none). weight_min and
    # weight_max bound sampler_weights.
    temperature: float
    epsilon: float
    epsilon_high: float
    beta: float
    delta: float
    entropy_weight: float
    weight_min: float
    weight_max: float


class ObjectiveModes(NamedTuple):
    # One ratio per completion instead of per token; CISPO's surrogate; sampler weights per token, per completion, or
    # none; weights outside the bounds become 0 instead of the bound; the KL term is multiplied by the ratio.
    sequence_ratio: bool
    cispo: bool
    token_weights: bool
    sequence_weights: bool
    masks_weights: bool
    ratio_kl: bool


class ObjectiveTerms(NamedTuple):
    # Each token's weight, which includes the normalisation, its advantage, log-probs of the old policy, the reference and
    # the sampler, and its completion. An empty old_M means on-policy (ratio 1 with gradient); reference_M is read when
    # beta > 0.
    weight_M: Tensor
    advantage_M: Tensor
    old_M: Tensor
    reference_M: Tensor
    sampler_M: Tensor
    completion_M: Tensor
    settings: ObjectiveSettings
    modes: ObjectiveModes


class Objective(NamedTuple):
    # kl, ratio and correction (sampler weight) [M] without gradients.
    loss: Tensor
    kl: Tensor
    ratio: Tensor
    correction: Tensor


class ObjectiveGradients(NamedTuple):
    # loss [1], the others [M].
    loss: Tensor
    log_p: Tensor
    entropy: Tensor
    kl: Tensor
    ratio: Tensor
    correction: Tensor
    grad_log_p: Tensor
    grad_entropy: Tensor


def objective_terms(self, terms: List[Tensor]) -> ObjectiveTerms:
    # In the order of GrpoTerms.tensors, ObjectiveSettings.numbers and ObjectiveSettings.modes.
    weight_M, advantage_M, old_M, reference_M, sampler_M, completion_M, s, m = terms
    settings = ObjectiveSettings(
        float(s[0]), float(s[1]), float(s[2]), float(s[3]), float(s[4]), float(s[5]), float(s[6]), float(s[7]))
    modes = ObjectiveModes(
        int(m[0]) == 1, int(m[1]) == 1, int(m[2]) == 1, int(m[3]) == 1, int(m[4]) == 1, int(m[5]) == 1)
    return ObjectiveTerms(weight_M, advantage_M, old_M, reference_M, sampler_M, completion_M, settings, modes)


def rows_of_terms(self, terms: ObjectiveTerms, start: int, end: int) -> ObjectiveTerms:
    return ObjectiveTerms(
        terms.weight_M[start:end], terms.advantage_M[start:end], terms.old_M[start:end], terms.reference_M[start:end],
        terms.sampler_M[start:end], terms.completion_M[start:end], terms.settings, terms.modes)


def autograd(self, outputs: List[Tensor], grad_outputs: List[Tensor], inputs: List[Tensor]) -> List[Tensor]:
    # libtorch's; inputs that the outputs do not depend on get zeros.
    given: List[Optional[Tensor]] = []
    for gradient in grad_outputs:
        given.append(gradient)
    maybe = torch.grad(outputs, inputs, given, None, False, True)
    result: List[Tensor] = []
    for i in range(len(inputs)):
        gradient = maybe[i]
        if gradient is None:
            result.append(torch.zeros_like(inputs[i]))
        else:
            result.append(gradient)
    return result


def gradients(self, loss: Tensor, weights: List[Tensor]) -> List[Tensor]:
    return self.autograd([loss], [torch.ones_like(loss)], weights)


def completion_sums(self, x_M: Tensor, completion_M: Tensor) -> Tensor:
    # Each token gets the sum over its completion: [M].
    sums = torch.zeros([int(torch.max(completion_M)) + 1], dtype=x_M.dtype, device=x_M.device)
    return torch.index_select(torch.index_add(sums, 0, completion_M, x_M), 0, completion_M)


def sampler_weights(self, old_M: Tensor, sampler_M: Tensor, completion_M: Tensor, settings: ObjectiveSettings, modes: ObjectiveModes) -> Tensor:
    # exp(old - sampler), per token or over the completion; weights outside the bounds are clamped, or set to 0.
    gap = torch.sub(old_M, sampler_M)
    if modes.sequence_weights:
        gap = self.completion_sums(gap, completion_M)
    weight = torch.exp(gap)
    bounded = torch.clamp(weight, settings.weight_min, settings.weight_max)
    if not modes.masks_weights:
        return bounded
    return torch.where(torch.eq(weight, bounded), weight, torch.zeros_like(weight))


def grpo_objective(self, log_p_M: Tensor, entropy_M: Tensor, terms: ObjectiveTerms) -> Objective:
    # The sum over tokens of weight * (correction * surrogate + beta * kl) - entropy_weight * entropy, with
    # ratio r = exp(log_p - old), for GSPO (arXiv 2507.18071, eq. 7) the geometric mean over the completion;
    # surrogate = -min(r A, clip(r, 1 - epsilon, 1 + epsilon_high) A), where delta bounds the unclipped r; for CISPO
    # (arXiv 2506.13585, section 3.1) -stop_gradient(min(r, epsilon_high)) A log_p;
    # kl = exp(d) - d - 1 with d = reference - log_p (the k3 estimate, arXiv 2402.03300, eq. 4).
    settings, modes = terms.settings, terms.modes
    old = terms.old_M
    if terms.old_M.size(0) == 0:
        old = torch.detach(log_p_M)
    log_ratio = torch.sub(log_p_M, old)
    if modes.sequence_ratio:
        sums = self.completion_sums(log_ratio, terms.completion_M)
        log_ratio = torch.div(sums, self.completion_sums(torch.ones_like(log_ratio), terms.completion_M))
    unbounded = torch.exp(log_ratio)
    ratio = unbounded
    if modes.cispo:
        held = torch.detach(torch.clamp(ratio, None, settings.epsilon_high))
        token_loss = torch.neg(torch.mul(torch.mul(held, terms.advantage_M), log_p_M))
    else:
        clipped = torch.clamp(ratio, 1.0 - settings.epsilon, 1.0 + settings.epsilon_high)
        if settings.delta > 0.0:
            ratio = torch.clamp(ratio, None, settings.delta)
        token_loss = torch.neg(torch.minimum(torch.mul(ratio, terms.advantage_M), torch.mul(clipped, terms.advantage_M)))
    correction = torch.ones_like(log_p_M)
    if modes.token_weights or modes.sequence_weights:
        correction = self.sampler_weights(old, terms.sampler_M, terms.completion_M, settings, modes)
        token_loss = torch.mul(token_loss, correction)
    kl = torch.zeros_like(log_p_M)
    if settings.beta > 0.0:
        d = torch.sub(terms.reference_M, log_p_M)
        kl = torch.sub(torch.sub(torch.exp(d), d), 1.0)
        if modes.ratio_kl:
            kl = torch.mul(kl, unbounded)
        token_loss = torch.add(token_loss, torch.mul(kl, settings.beta))
    loss = torch.sum(torch.mul(token_loss, terms.weight_M))
    if settings.entropy_weight != 0.0:
        loss = torch.sub(loss, torch.mul(torch.sum(entropy_M), settings.entropy_weight))
    return Objective(loss, torch.detach(kl), torch.detach(ratio), correction)


def ties_tokens(self, modes: ObjectiveModes) -> bool:
    # Whether the gradient for one token depends on the other tokens of its completion.
    return modes.sequence_ratio or modes.sequence_weights


def differentiated(self, log_p_M: Tensor, entropy_M: Tensor, terms: ObjectiveTerms) -> ObjectiveGradients:
    # The objective and its gradients with respect to log-probabilities and entropies.
    log_p = torch.requires_grad_(torch.detach(log_p_M))
    entropy = torch.requires_grad_(torch.detach(entropy_M))
    objective = self.grpo_objective(log_p, entropy, terms)
    grads = self.gradients(objective.loss, [log_p, entropy])
    return ObjectiveGradients(
        torch.reshape(torch.detach(objective.loss), [1]), torch.detach(log_p_M), torch.detach(entropy_M),
        objective.kl, objective.ratio, objective.correction, grads[0], grads[1])


def objective_gradients(self, log_p_M: Tensor, entropy_M: Tensor, terms: List[Tensor]) -> ObjectiveGradients:
    return self.differentiated(log_p_M, entropy_M, self.objective_terms(terms))
