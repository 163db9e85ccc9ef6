// The product's namespace GanCluster.Cluster hides the short name.
global using AkkaCluster = Akka.Cluster.Cluster;
