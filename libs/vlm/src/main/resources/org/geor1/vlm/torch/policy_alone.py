# The sampling policy without a model, for comparison with others.


def scores_alone(self, logits_NV: Tensor, sampling_5N: Tensor, seen_NV: Tensor) -> Tensor:
    sampling = self.sampling_of(sampling_5N)
    raw = torch.log_softmax(torch.div(logits_NV, self.temperatures(sampling)), -1)
    return self.drawn_from(logits_NV, raw, sampling, seen_NV, torch.zeros_like(raw[:1]), True, True)


def distribution_alone(self, logits_NV: Tensor, sampling_5N: Tensor, seen_NV: Tensor) -> Tensor:
    return torch.softmax(self.scores_alone(logits_NV, sampling_5N, seen_NV), -1)


def draws_alone(self, logits_NV: Tensor, sampling_5N: Tensor, seen_NV: Tensor, uniform_N: Tensor) -> Tensor:
    return self.draw(self.scores_alone(logits_NV, sampling_5N, seen_NV), self.is_greedy(self.sampling_of(sampling_5N)), uniform_N)
