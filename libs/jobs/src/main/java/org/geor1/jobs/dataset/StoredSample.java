package org.geor1.jobs.dataset;

import org.geor1.protocol.dataset.DatasetSample;

/**
 * A sample of a dataset.
 *
 * @param position from 0, in the order of the dataset
 * @param splitIndex from 0, among the samples of its split
 */
public record StoredSample(long position, long splitIndex, DatasetSample sample) {}
