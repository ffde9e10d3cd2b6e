# fails: conflict/runs, conflict/data
# Another node is no better, as long as it is not the volume's.
kubectl patch deployment gallery -n media -p '{"spec":{"template":{"spec":{"nodeSelector":{"kubernetes.io/hostname":"controlplane"}}}}}'
sleep 20
