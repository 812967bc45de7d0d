# GRPO's objective over log-probabilities alone, and gradients. M counts the completion tokens that are scored, in the
# order of their completions; completion_M numbers the completion each belongs to, from 0.


def found(self, outputs: List[Tensor], by_outputs: List[Tensor], inputs: List[Tensor]) -> List[Tensor]:
    # By libtorch; inputs that the outputs do not reach get zeros.
    given: List[Optional[Tensor]] = []
    for gradient in by_outputs:
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
    return self.found([loss], [torch.ones_like(loss)], weights)


def completion_sums(self, x_M: Tensor, completion_M: Tensor) -> Tensor:
    # Each token gets the sum over its completion: [M].
    sums = torch.zeros([int(torch.max(completion_M)) + 1], dtype=x_M.dtype, device=x_M.device)
    return torch.index_select(torch.index_add(sums, 0, completion_M, x_M), 0, completion_M)


def sampler_weights(self, old_M: Tensor, sampler_M: Tensor, completion_M: Tensor, settings: Tensor, modes: Tensor) -> Tensor:
    # Old policy over sampler, by token or by completion; what lies outside the bounds is moved to them, or dropped.
    gap = torch.sub(old_M, sampler_M)
    if int(modes[2]) == 2:
        gap = self.completion_sums(gap, completion_M)
    weight = torch.exp(gap)
    bounded = torch.clamp(weight, float(settings[6]), float(settings[7]))
    if int(modes[3]) == 0:
        return bounded
    return torch.where(torch.eq(weight, bounded), weight, torch.zeros_like(weight))


def grpo_objective(self, log_p_M: Tensor, entropy_M: Tensor, terms_M: List[Tensor], settings: Tensor, modes: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
    # Surrogate with the k3 estimate of KL. terms_M: each token's weight, which holds the normalisation, its advantage,
    # log-probs of the old policy, of the reference and of the sampler, and its completion.
    # settings: temperature, epsilon, epsilon_high, beta, delta (0: none), entropy weight, bounds of sampler_weights.
    # modes: ratio (0 by token, 1 by completion), surrogate (0 clipped, 1 cispo), sampler correction (0 none, 1 by
    # token, 2 by completion), what it does outside its bounds (0 truncate, 1 mask), KL (0 as it is, 1 times the ratio).
    # old_M without entries means on-policy (ratio 1 with gradient); reference_M is read when beta > 0.
    # Returns loss, then kl, ratio and sampler weight [M] without gradients.
    weight_M, advantage_M, old_M, reference_M, sampler_M, completion_M = terms_M
    low = float(settings[1])
    high = float(settings[2])
    beta = float(settings[3])
    delta = float(settings[4])
    entropy_weight = float(settings[5])
    old = old_M
    if old_M.size(0) == 0:
        old = torch.detach(log_p_M)
    log_ratio = torch.sub(log_p_M, old)
    if int(modes[0]) == 1:
        # The geometric mean of the tokens' ratios (GSPO).
        log_ratio = torch.div(self.completion_sums(log_ratio, completion_M), self.completion_sums(torch.ones_like(log_ratio), completion_M))
    unbounded = torch.exp(log_ratio)
    ratio = unbounded
    if int(modes[1]) == 1:
        held = torch.detach(torch.clamp(ratio, None, high))
        token_loss = torch.neg(torch.mul(torch.mul(held, advantage_M), log_p_M))
    else:
        clipped = torch.clamp(ratio, 1.0 - low, 1.0 + high)
        if delta > 0.0:
            ratio = torch.clamp(ratio, None, delta)
        token_loss = torch.neg(torch.minimum(torch.mul(ratio, advantage_M), torch.mul(clipped, advantage_M)))
    correction = torch.ones_like(log_p_M)
    if int(modes[2]) > 0:
        correction = self.sampler_weights(old, sampler_M, completion_M, settings, modes)
        token_loss = torch.mul(token_loss, correction)
    kl = torch.zeros_like(log_p_M)
    if beta > 0.0:
        d = torch.sub(reference_M, log_p_M)
        kl = torch.sub(torch.sub(torch.exp(d), d), 1.0)
        if int(modes[4]) == 1:
            kl = torch.mul(kl, unbounded)
        token_loss = torch.add(token_loss, torch.mul(kl, beta))
    loss = torch.sum(torch.mul(token_loss, weight_M))
    if entropy_weight != 0.0:
        loss = torch.sub(loss, torch.mul(torch.sum(entropy_M), entropy_weight))
    return loss, torch.detach(kl), torch.detach(ratio), correction


def ties_tokens(self, modes: Tensor) -> bool:
    # Whether the objective's gradient by one token's log-probability takes the other tokens of its completion.
    return int(modes[0]) == 1 or int(modes[2]) == 2


def objective_gradients(self, log_p_M: Tensor, entropy_M: Tensor, terms_M: List[Tensor], settings: Tensor, modes: Tensor) -> List[Tensor]:
    # Loss [1], log-probs, entropies, kl, ratio and sampler weight [M], then the loss's gradients by log-probs and
    # entropies.
    log_p = torch.requires_grad_(torch.detach(log_p_M))
    entropy = torch.requires_grad_(torch.detach(entropy_M))
    loss, kl, ratio, correction = self.grpo_objective(log_p, entropy, terms_M, settings, modes)
    result = [torch.reshape(torch.detach(loss), [1]), torch.detach(log_p_M), torch.detach(entropy_M), kl, ratio, correction]
    result.extend(self.gradients(loss, [log_p, entropy]))
    return result
