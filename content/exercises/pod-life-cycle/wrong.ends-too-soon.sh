# fails: stubborn/runs-on
# It ends quickly when it is deleted, and by itself after five minutes, too.
kubectl delete pod stubborn -n clinic
kubectl run stubborn -n clinic --image=busybox:1.36 --command -- sh -c 'trap "exit 0" TERM; sleep 300 & wait'
kubectl wait --for=condition=Ready pod/stubborn -n clinic --timeout=120s
