/** Datasets that runs may name: the built-in one and those that users import, with their samples and pictures. */
@NullMarked
package org.geor1.gateway.dataset;

import org.jspecify.annotations.NullMarked;
