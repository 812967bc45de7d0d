package org.geor1.geo.task;

import org.geor1.geo.source.Source;

/** A source, and the tasks that can be made from it. */
public record SourceTasks(Source source, PairingTask pairing, ReasoningTask reasoning, GeolocationTask geolocation) {}
