def objective_gradients(self, log_p_M: Tensor, entropy_M: Tensor, weight_M: Tensor, advantage_M: Tensor, old_M: Tensor, reference_M: Tensor, sampler_M: Tensor, completion_M: Tensor, settings: Tensor, modes: Tensor) -> List[Tensor]:
    # The outputs of grpo_gradients, then the loss's gradient with respect to log-probs and entropies.
    loss, kl, ratio, correction = self.grpo_objective(log_p_M, entropy_M, weight_M, advantage_M, old_M, reference_M, sampler_M, completion_M, settings, modes)
    result = [torch.detach(loss), torch.detach(log_p_M), torch.detach(entropy_M), kl, ratio, correction]
    result.extend(self.gradients(loss, [log_p_M, entropy_M]))
    return result
