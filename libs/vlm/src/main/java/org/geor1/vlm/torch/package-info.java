/** TorchScript source, packed by Java and run by libtorch. */
@NullMarked
package org.geor1.vlm.torch;

import org.jspecify.annotations.NullMarked;
