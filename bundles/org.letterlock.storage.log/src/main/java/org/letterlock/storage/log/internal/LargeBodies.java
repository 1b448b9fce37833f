package org.letterlock.storage.log.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bodies that lie in files of their own, and the helpers that write them. */
final class LargeBodies implements Closeable {

    static final Logger LOG = LoggerFactory.getLogger(LargeBodies.class);

    private static final int HELPERS = 2;
    private static final int NUMBERS_PER_START = 32; // bits

    private final DataFolder folder;
    private final Disk disk;
    private final ByteBudget budget;
    private final ExecutorService helpers = Executors.newFixedThreadPool(HELPERS, Threads.named("large"));
    private final Set<LargeFile> unappended = ConcurrentHashMap.newKeySet();
    private final AtomicLong numbers;

    /**
     * Makes it.
     *
     * @param nextSegment the segment that this run of the store begins with: file numbers begin with it too, so that none
     *     is ever given twice
     */
    LargeBodies(DataFolder folder, Disk disk, ByteBudget budget, long nextSegment) {
        this.folder = folder;
        this.disk = disk;
        this.budget = budget;
        this.numbers = new AtomicLong(nextSegment << NUMBERS_PER_START);
    }

    LargeFile create() {
        long number = numbers.incrementAndGet();
        LargeFile file = new LargeFile(number, folder.large(), folder.large(number), disk, helpers, budget);
        unappended.add(file);
        return file;
    }

    /** A record holds the file now. */
    void kept(LargeFile file) {
        unappended.remove(file);
    }

    void discard(LargeFile file) {
        unappended.remove(file);
        file.discard();
    }

    /** Deletes the file of a mail that is gone. */
    void delete(long number) {
        try {
            disk.delete(folder.large(number));
        } catch (IOException e) {
            LOG.warn("cannot delete {}: {}", folder.large(number), e.toString());
        }
    }

    /** Deletes what no record needs, left behind by a crash. */
    static void deleteOrphans(DataFolder folder, Disk disk, Set<Long> needed) throws IOException {
        Set<Path> keep = needed.stream().map(folder::large).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(folder.large())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!keep.contains(file)) {
                    LOG.info("deleting {}, which no mail needs", file);
                    disk.delete(file);
                }
            }
        }
    }

    @Override
    public void close() {
        unappended.forEach(LargeFile::discard);
        unappended.clear();
        Threads.finish(helpers);
    }
}
