# The sampling policy by itself: what `decode` makes of logits before it draws.


def warped(self, logits_NV: Tensor, seen_NV: Tensor, sampling_5N: Tensor) -> Tensor:
    temperature = torch.unsqueeze(sampling_5N[0], 1)
    raw = torch.log_softmax(torch.div(logits_NV, temperature), -1)
    penalized = torch.div(self.penalize(logits_NV, seen_NV, sampling_5N[4]), temperature)
    scaled = torch.where(torch.unsqueeze(torch.ne(sampling_5N[4], 1), 1), penalized, raw)
    return self.drop_unlikely(scaled, sampling_5N[1].to(4), sampling_5N[2], sampling_5N[3])


def shares(self, scaled_NV: Tensor) -> Tensor:
    return torch.softmax(scaled_NV, -1)
