# fails: quotes/without-node01, quotes/two
kubectl scale deployment quotes -n shop --replicas=4
sleep 20
