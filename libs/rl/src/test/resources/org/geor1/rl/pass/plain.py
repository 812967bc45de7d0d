# What the trainer's passes must equal: one whole sequence after the other through a plain forward, differentiated by
# libtorch. No prompt is shared and nothing is done by hand.


def plain_gradients(self, t: List[Tensor], v: List[Tensor], trained_2: Tensor, patches: Tensor, position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor, ids_BP: Tensor, position_3BP: Tensor, slot: Tensor, feature: Tensor, pick_M: Tensor, target_M: Tensor, terms_M: List[Tensor], settings: Tensor, modes: Tensor) -> List[Tensor]:
    features = torch.zeros([0, self.hidden])
    if patches.size(0) > 0:
        features = self.encode_images(patches, v, position_N2, whole, whole_restore, window, window_restore)
    logits = torch.flatten(self.prefix_logits(t, ids_BP, position_3BP, features, slot, feature), 0, 1)
    log_p = torch.log_softmax(torch.div(torch.index_select(logits, 0, pick_M), float(settings[0])), -1)
    entropy = torch.neg(torch.sum(torch.mul(torch.exp(log_p), log_p), [-1]))
    log_p = torch.squeeze(torch.gather(log_p, 1, torch.unsqueeze(target_M, 1)), 1)
    loss, kl, ratio, correction = self.grpo_objective(log_p, entropy, terms_M, settings, modes)
    weights: List[Tensor] = []
    weights.extend(t[:int(trained_2[0])])
    weights.extend(v[:int(trained_2[1])])
    result = [torch.detach(loss), torch.detach(log_p), torch.detach(entropy), kl, ratio, correction]
    result.extend(self.gradients(loss, weights))
    return result
