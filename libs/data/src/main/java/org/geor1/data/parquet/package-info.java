/** Rows of Parquet files as JSON. */
@NullMarked
package org.geor1.data.parquet;

import org.jspecify.annotations.NullMarked;
