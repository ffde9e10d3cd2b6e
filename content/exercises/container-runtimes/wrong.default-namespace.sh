# fails: offline/runs, offline/everywhere
# Imported into containerd's namespace "default", where the kubelet does not look.
for node in node01 node02; do docker save offline:1 | ssh $node ctr images import -; done
kubectl delete pods -n lab -l app=offline
sleep 60
