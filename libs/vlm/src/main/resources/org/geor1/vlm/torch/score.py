# Teacher-forced log-probabilities of completions that share their prompts: the trainer's forward.


def branch_geometry(self, ids_BP: Tensor, position_3BP: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], like: Tensor) -> List[Tensor]:
    # What every layer takes besides its input: rotations and mask of the prefixes, then those of the branches.
    B = ids_BP.size(0)
    cos, sin = self.decoder_rope(position_3BP)
    longest = 0
    for sheet in sheets:
        longest = max(longest, sheet.size(2))
    step = torch.arange(longest, device=like.device)
    future = torch.gt(torch.unsqueeze(step, 0), torch.unsqueeze(step, 1))
    own_bias = torch.masked_fill(torch.zeros([longest, longest], dtype=like.dtype, device=like.device), future, float("-inf"))
    position = torch.add(torch.sub(torch.reshape(base_B, [B, 1, 1]), 1), torch.reshape(step, [1, 1, longest]))
    branch_cos, branch_sin = self.decoder_rope(torch.expand(torch.unsqueeze(position, 0), [3, B, 1, longest]))
    return [
        torch.unsqueeze(cos, 2), torch.unsqueeze(sin, 2), self.padding_bias(length_B, ids_BP.size(1), like),
        torch.unsqueeze(branch_cos, 3), torch.unsqueeze(branch_sin, 3), own_bias]


def shared_layer(self, t: List[Tensor], layer: int, x: Tensor, y: List[Tensor], geometry: List[Tensor]) -> Tuple[Tensor, List[Tensor]]:
    # One layer over the prefixes x [B, P, H] and every sheet of branches [B, G, R, H]. The keys and values of a prefix
    # collect the gradients of all its branches.
    at = 1 + 7 * layer
    if layer < self.layers - 1:
        x, prefix_k, prefix_v = self.prefix_layer(x, t, at, geometry[0], geometry[1])
    else:
        # Nothing reads the prefixes behind the last layer.
        q, k, v = self.split_heads(x, t, at, geometry[0], geometry[1])
        prefix_k = torch.transpose(k, 1, 2)
        prefix_v = torch.transpose(v, 1, 2)
    result: List[Tensor] = []
    for sheet in y:
        R = sheet.size(2)
        q, k, v = self.split_heads(sheet, t, at, geometry[3][:, :, :R], geometry[4][:, :, :R])
        o = self.branch_attention(
            q, prefix_k, prefix_v, geometry[2], torch.permute(k, [0, 3, 1, 2, 4]), torch.permute(v, [0, 3, 1, 2, 4]), geometry[5][:R, :R])
        result.append(self.finish_layer(sheet, o, t, at))
    return x, result


def final_rows(self, t: List[Tensor], y: List[Tensor]) -> Tensor:
    # Hidden states of the branches, sheet after sheet, flat: [N, H].
    rows: List[Tensor] = []
    for last in y:
        rows.append(torch.flatten(last, 0, 2))
    return torch.rms_norm(torch.cat(rows), [self.hidden], t[1 + 7 * self.layers], self.eps)


def branch_forward(self, t: List[Tensor], ids_BP: Tensor, position_3BP: Tensor, features: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor]) -> Tensor:
    # A sheet [B, G, R] holds branches of like length. The prefix runs once.
    x = self.embed_prefix(t, ids_BP, features, slot, feature)
    geometry = self.branch_geometry(ids_BP, position_3BP, length_B, base_B, sheets, x)
    y: List[Tensor] = []
    for sheet in sheets:
        y.append(torch.embedding(t[0], sheet))
    for layer in range(self.layers):
        x, y = self.shared_layer(t, layer, x, y, geometry)
    return self.final_rows(t, y)


def target_log_probs(self, head: Tensor, y_MH: Tensor, target_M: Tensor, temperature: float, entropy_gradient: bool) -> Tuple[Tensor, Tensor, Tensor]:
    # log p(target) and each of M rows' entropy, which keeps its gradient if asked to, and whether the target is its
    # likeliest token.
    logits = torch.div(self.dense(y_MH, head, None).to(6), temperature)
    log_p = torch.log_softmax(logits, -1)
    detached = torch.detach(log_p)
    spread = detached
    if entropy_gradient:
        spread = log_p
    entropy = torch.neg(torch.sum(torch.mul(torch.exp(spread), spread), [-1]))
    hit = torch.eq(torch.argmax(detached, -1), target_M)
    return torch.squeeze(torch.gather(log_p, 1, torch.unsqueeze(target_M, 1)), 1), entropy, hit


def chunked_log_probs(self, head: Tensor, y_MH: Tensor, target_M: Tensor, temperature: float, rows: int) -> Tuple[Tensor, Tensor, Tensor]:
    # The same without gradients, for so many rows at a time: [M, vocabulary] never exists.
    head = torch.detach(head)
    log_ps: List[Tensor] = []
    entropies: List[Tensor] = []
    hits: List[Tensor] = []
    for i in range((target_M.size(0) + rows - 1) // rows):
        y = torch.detach(y_MH[i * rows:(i + 1) * rows])
        log_p, entropy, hit = self.target_log_probs(head, y, target_M[i * rows:(i + 1) * rows], temperature, False)
        log_ps.append(log_p)
        entropies.append(entropy)
        hits.append(hit)
    return torch.cat(log_ps), torch.cat(entropies), torch.cat(hits)


def chunked_gradients(self, head: Tensor, y_MH: Tensor, target_M: Tensor, temperature: float, rows: int, by_log_p_M: Tensor, by_entropy_M: Tensor) -> Tuple[Tensor, Tensor]:
    # From gradients by log-probs and entropies to those by y and head, with the logits computed again. By a row's
    # logits z: d log p(target) = onehot - p, d entropy = -p (log p + entropy); z is divided by the temperature.
    # The head's is summed in fp32 whatever its type.
    head = torch.detach(head)
    by_head = torch.zeros_like(head, dtype=6)
    by_y: List[Tensor] = []
    for i in range((target_M.size(0) + rows - 1) // rows):
        y = torch.detach(y_MH[i * rows:(i + 1) * rows])
        by_log_p = torch.unsqueeze(by_log_p_M[i * rows:(i + 1) * rows], 1)
        by_entropy = torch.unsqueeze(by_entropy_M[i * rows:(i + 1) * rows], 1)
        log_p = torch.log_softmax(torch.div(torch.linear(y, head, None).to(6), temperature), -1)
        p = torch.exp(log_p)
        entropy = torch.neg(torch.sum(torch.mul(p, log_p), [-1], True))
        log_p = torch.add_(torch.mul_(torch.add_(log_p, entropy), by_entropy), by_log_p)
        by_z = torch.neg_(torch.mul_(p, log_p))
        by_z = torch.scatter_add_(by_z, 1, torch.unsqueeze(target_M[i * rows:(i + 1) * rows], 1), by_log_p)
        by_z = torch.div_(by_z, temperature)
        by_y.append(torch.matmul(by_z.to(head.dtype), head))
        by_head = torch.addmm_(by_head, torch.transpose(by_z, 0, 1), y.to(6))
    return torch.cat(by_y), by_head.to(head.dtype)
