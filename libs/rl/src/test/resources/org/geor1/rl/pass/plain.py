# The reference for the trainer's passes: each whole sequence in a plain forward pass, differentiated by libtorch. No
# prompt is shared and no gradient is handwritten.


def plain_gradients(self, t: List[Tensor], v: List[Tensor], trained_2: Tensor, images: List[Tensor], whole: List[Tensor], window: List[Tensor], prompts: List[Tensor], scored: List[Tensor], terms: List[Tensor]) -> List[Tensor]:
    pick_M, target_M = scored
    objective_terms = self.objective_terms(terms)
    features = torch.zeros([0, self.hidden])
    if images[0].size(0) > 0:
        features = self.encode_images(images, v, whole, window)
    logits = torch.flatten(self.prefix_logits(t, prompts, features), 0, 1)
    log_p = torch.log_softmax(torch.div(torch.index_select(logits, 0, pick_M), objective_terms.settings.temperature), -1)
    entropy = torch.neg(torch.sum(torch.mul(torch.exp(log_p), log_p), [-1]))
    log_p = torch.squeeze(torch.gather(log_p, 1, torch.unsqueeze(target_M, 1)), 1)
    objective = self.grpo_objective(log_p, entropy, objective_terms)
    weights: List[Tensor] = []
    weights.extend(t[:int(trained_2[0])])
    weights.extend(v[:int(trained_2[1])])
    result = [torch.detach(objective.loss), torch.detach(log_p), torch.detach(entropy), objective.kl, objective.ratio, objective.correction]
    result.extend(self.gradients(objective.loss, weights))
    return result
