# Passes of a model whose weights stay in the machine's memory: those of a layer visit the device of its inputs, and go
# when it is done. On one device nothing moves, and nothing is computed differently.


def visiting(self, weights: List[Tensor], first: int, count: int, host: Tensor) -> List[Tensor]:
    # The same list, with some of its weights where host is.
    result: List[Tensor] = []
    result.extend(weights)
    for i in range(first, first + count):
        result[i] = weights[i].to(host.device)
    return result


def score_offloaded(self, t: List[Tensor], ids_BP: Tensor, position_3BP: Tensor, features: Tensor, slot: Tensor, feature: Tensor, length_B: Tensor, base_B: Tensor, sheets: List[Tensor], pick_M: Tensor, target_M: Tensor, temperature: Tensor, rows: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    # As score.
    visitors = self.visiting(t, 0, 1, ids_BP)
    x = self.first_rows(visitors[0], ids_BP, features, slot, feature, sheets)
    geometry = self.row_geometry(ids_BP, position_3BP, length_B, base_B, sheets, x)
    for layer in range(self.layers):
        visitors = self.visiting(t, 1 + 7 * layer, 7, ids_BP)
        x = self.layer_outcome(visitors, layer, self.layer_inside(visitors, layer, x, ids_BP, sheets, geometry))
    visitors = self.visiting(t, 1 + 7 * self.layers, 2, ids_BP)
    y = self.final_rows(visitors, torch.index_select(x, 0, pick_M))
    return self.target_log_probs(visitors[2 + 7 * self.layers], y, target_M, float(temperature), int(rows))


def encode_images_offloaded(self, patches: Tensor, v: List[Tensor], position_N2: Tensor, whole: List[Tensor], whole_restore: Tensor, window: List[Tensor], window_restore: Tensor) -> Tensor:
    # As encode_images.
    x = self.dense(patches.to(v[0].dtype), self.visiting(v, 0, 1, patches)[0], None)
    cos, sin = self.vision_rope(position_N2)
    for layer in range(self.vision_depth):
        visitors = self.visiting(v, 1 + 10 * layer, 10, patches)
        x = self.vision_layer(visitors, layer, x, cos, sin, whole, whole_restore, window, window_restore)
    return self.vision_merger(self.visiting(v, 1 + 10 * self.vision_depth, 5, patches), x)
