package dev.pharos.distribution.demo;

import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Opens the shop and lets the customers in, until the process is ended. */
public final class Demo {

  private Demo() {}

  public static void main(String[] words) throws IOException, InterruptedException {
    Arguments arguments;
    try {
      arguments = Arguments.parse(words);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    RandomGenerator random = RandomGeneratorFactory.getDefault().create();
    try (Shop shop = open(arguments, random);
        Load load = new Load(shop.port(), new Wave(arguments.rate(), arguments.day()), random)) {
      load.start();
      System.out.println("The demo's shop API is at http://127.0.0.1:" + shop.port());
      CountDownLatch ended = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(ended::countDown, "end"));
      ended.await();
    } catch (BindException e) {
      System.err.println(
          "port "
              + arguments.port()
              + " is taken; choose another with --port ("
              + e.getMessage()
              + ")");
      System.exit(1);
    }
  }

  private static Shop open(Arguments arguments, RandomGenerator random) throws IOException {
    return new Shop(arguments.port(), new Faults(arguments.faults()), random, Thread::sleep);
  }
}
