# Teacher-forced log-probabilities of completions that share their prompts: the trainer's forward.


def branch_forward(self, t: List[Tensor], ids_BP: Tensor, position_3BP: Tensor, features: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor]) -> Tensor:
    # Final hidden states of the branches, sheet after sheet, flat: [N, H]. A sheet [B, G, R] holds branches of like
    # length. The prefix runs once; its keys and values collect the gradients of all its branches.
    B = ids_BP.size(0)
    x = self.embed_prefix(t, ids_BP, features, slot, feature)
    cos, sin = self.decoder_rope(position_3BP)
    cos = torch.unsqueeze(cos, 2)
    sin = torch.unsqueeze(sin, 2)
    prefix_bias = self.padding_bias(length_B, ids_BP.size(1), x)
    longest = 0
    y: List[Tensor] = []
    for sheet in sheets:
        y.append(torch.embedding(t[0], sheet))
        longest = max(longest, sheet.size(2))
    step = torch.arange(longest, device=x.device)
    future = torch.gt(torch.unsqueeze(step, 0), torch.unsqueeze(step, 1))
    own_bias = torch.masked_fill(torch.zeros([longest, longest], dtype=x.dtype, device=x.device), future, float("-inf"))
    position = torch.add(torch.sub(torch.reshape(base_B, [B, 1, 1]), 1), torch.reshape(step, [1, 1, longest]))
    branch_cos, branch_sin = self.decoder_rope(torch.expand(torch.unsqueeze(position, 0), [3, B, 1, longest]))
    branch_cos = torch.unsqueeze(branch_cos, 3)
    branch_sin = torch.unsqueeze(branch_sin, 3)
    for layer in range(self.layers):
        at = 1 + 7 * layer
        x, prefix_k, prefix_v = self.prefix_layer(x, t, at, cos, sin)
        for s in range(len(sheets)):
            R = sheets[s].size(2)
            q, k, v = self.split_heads(y[s], t, at, branch_cos[:, :, :R], branch_sin[:, :, :R])
            o = self.branch_attention(
                q, prefix_k, prefix_v, prefix_bias, torch.permute(k, [0, 3, 1, 2, 4]), torch.permute(v, [0, 3, 1, 2, 4]), own_bias[:R, :R])
            y[s] = self.finish_layer(y[s], o, t, at)
    rows: List[Tensor] = []
    for last in y:
        rows.append(torch.flatten(last, 0, 2))
    return torch.rms_norm(torch.cat(rows), [self.hidden], t[1 + 7 * self.layers], self.eps)


def target_log_probs(self, t: List[Tensor], y_MH: Tensor, target_M: Tensor, temperature: float, entropy_gradient: bool) -> Tuple[Tensor, Tensor, Tensor]:
    # log p(target) and each of M rows' entropy, which keeps its gradient if asked to, and whether the target is its
    # likeliest token.
    logits = torch.div(self.dense(y_MH, t[2 + 7 * self.layers], None).to(6), temperature)
    log_p = torch.log_softmax(logits, -1)
    detached = torch.detach(log_p)
    spread = detached
    if entropy_gradient:
        spread = log_p
    entropy = torch.neg(torch.sum(torch.mul(torch.exp(spread), spread), [-1]))
    hit = torch.eq(torch.argmax(detached, -1), target_M)
    return torch.squeeze(torch.gather(log_p, 1, torch.unsqueeze(target_M, 1)), 1), entropy, hit
