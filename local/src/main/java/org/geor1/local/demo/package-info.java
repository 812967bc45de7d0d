/** The paper's pipeline in miniature, driven over REST. */
@NullMarked
package org.geor1.local.demo;

import org.jspecify.annotations.NullMarked;
