/** Names of models, shipped and trained. */
@NullMarked
package org.geor1.jobs.catalog;

import org.jspecify.annotations.NullMarked;
