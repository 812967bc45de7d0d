# Losses, their gradients and the optimizer.


def train_forward(self, t: List[Tensor], ids_BP: Tensor, position_3BP: Tensor, features: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, input_BGR: Tensor, pick_M: Tensor, target_M: Tensor, temperature: Tensor) -> Tuple[Tensor, Tensor]:
    # Log-prob and entropy of the M tokens that count: flat positions pick_M of [B, G, R].
    y = self.branch_forward(t, ids_BP, position_3BP, features, slot, feature, length_B, base_B, input_BGR)
    y = torch.index_select(torch.flatten(y, 0, 2), 0, pick_M)
    return self.target_log_probs(t, y, target_M, float(temperature))


def score(self, t: List[Tensor], ids_BP: Tensor, position_3BP: Tensor, features: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, input_BGR: Tensor, pick_M: Tensor, target_M: Tensor, temperature: Tensor) -> Tuple[Tensor, Tensor]:
    return self.train_forward(t, ids_BP, position_3BP, features, slot, feature, length_B, base_B, input_BGR, pick_M, target_M, temperature)


def gradients(self, loss: Tensor, weights: List[Tensor]) -> List[Tensor]:
    # Weights that the loss does not reach get zeros.
    found = torch.grad([loss], weights, None, None, False, True)
    result: List[Tensor] = []
    for i in range(torch.len(weights)):
        g = found[i]
        if torch.__isnot__(g, None):
            result.append(ops.prim.unchecked_unwrap_optional(g))
        else:
            result.append(torch.zeros_like(weights[i]))
    return result


def sft_gradients(self, t: List[Tensor], v: List[Tensor], trained: List[Tensor], patches: Tensor, patch_position: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor, frozen_features: Tensor, ids_BP: Tensor, position_3BP: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, input_BGR: Tensor, pick_M: Tensor, target_M: Tensor, weight_M: Tensor) -> List[Tensor]:
    # Loss = weighted sum of -log p; the caller's weights hold the normalisation. frozen_features without rows means
    # that the vision tower is trained. Returns loss, log-probs [M], then one gradient for each trained weight.
    features = frozen_features
    if frozen_features.size(0) == 0 and patches.size(0) > 0:
        features = self.encode_images(v, patches, patch_position, whole, whole_restore, window, window_restore)
    y = self.branch_forward(t, ids_BP, position_3BP, features, slot, feature, length_B, base_B, input_BGR)
    y = torch.index_select(torch.flatten(y, 0, 2), 0, pick_M)
    log_p, entropy = self.target_log_probs(t, y, target_M, 1.0)
    loss = torch.neg(torch.sum(torch.mul(log_p, weight_M)))
    result = [torch.detach(loss), torch.detach(log_p)]
    result.extend(self.gradients(loss, trained))
    return result
