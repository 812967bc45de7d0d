package org.geor1.trainer.source;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import org.geor1.geo.source.Use;
import org.geor1.geo.task.ConfuserMode;
import org.geor1.geo.task.Exemplar;
import org.geor1.geo.task.Mixture;
import org.geor1.geo.task.Mixture.Draw;
import org.geor1.geo.task.PairingTask;
import org.geor1.geo.task.ReasoningTask;
import org.geor1.geo.task.SourceTasks;
import org.geor1.geo.task.TaskItem;
import org.geor1.geo.task.TaskItems;

/**
 * The tasks of several sources in proportion to their weights. Each source's items come in the order that they would have
 * without the others.
 */
final class MixedTasks implements PairingTask, ReasoningTask {

    private final List<Member> members;

    MixedTasks(List<Member> members) {
        this.members = List.copyOf(members);
    }

    /** @param weight as {@link Mixture} takes it */
    record Member(SourceTasks tasks, double weight) {}

    private Mixture mixture(long seed) {
        return new Mixture(members.stream().map(Member::weight).toList(), seed);
    }

    @Override
    public TaskItems questions(Use use, int candidates, ConfuserMode confusers, long seed) {
        Mixture mixture = mixture(seed);
        List<TaskItems> items = members.stream()
                .map(member -> member.tasks().pairing().questions(use, candidates, confusers, seed))
                .toList();
        return new TaskItems() {
            @Override
            public TaskItem get(long index) {
                Draw draw = mixture.draw(index);
                return items.get(draw.list()).get(draw.index());
            }

            @Override
            public long distinct() {
                return MixedTasks.distinct(
                        mixture, items.stream().mapToLong(TaskItems::distinct).toArray());
            }
        };
    }

    /** Those for training begin again where a source has no more; those for development end there. */
    @Override
    public List<Exemplar> exemplars(Use use, long seed, int count) {
        Mixture mixture = mixture(seed);
        List<List<Exemplar>> exemplars = IntStream.range(0, members.size())
                .mapToObj(list -> members.get(list).tasks().reasoning().exemplars(use, seed, (int)
                        Math.max(1, mixture.count(list, count))))
                .toList();
        if (exemplars.stream().anyMatch(List::isEmpty)) {
            return List.of();
        }
        long size = use == Use.DEVELOPMENT
                ? distinct(mixture, exemplars.stream().mapToLong(List::size).toArray())
                : count;
        return new Mixed(mixture, exemplars, (int) Math.min(size, count));
    }

    /** How many draws there are before a source of one of these sizes repeats an item. */
    private static long distinct(Mixture mixture, long[] sizes) {
        return IntStream.range(0, sizes.length)
                .mapToLong(list ->
                        sizes[list] == Long.MAX_VALUE ? Long.MAX_VALUE : mixture.drawsUntil(list, sizes[list] + 1) - 1)
                .min()
                .orElseThrow();
    }

    /** Read one by one, since they need not fit into memory together. */
    private static final class Mixed extends AbstractList<Exemplar> implements RandomAccess {

        private final Mixture mixture;
        private final List<List<Exemplar>> exemplars;
        private final int size;

        Mixed(Mixture mixture, List<List<Exemplar>> exemplars, int size) {
            this.mixture = mixture;
            this.exemplars = exemplars;
            this.size = size;
        }

        @Override
        public Exemplar get(int index) {
            Draw draw = mixture.draw(index);
            List<Exemplar> list = exemplars.get(draw.list());
            return list.get((int) (draw.index() % list.size()));
        }

        @Override
        public int size() {
            return size;
        }
    }
}
