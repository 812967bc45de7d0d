/** Where the engine's time goes. */
@NullMarked
package org.geor1.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
