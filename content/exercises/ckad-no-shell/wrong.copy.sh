# fails: shell/ephemeral, shell/same
# A copy of the Pod is another Pod.
kubectl debug -n @{namespace} @{bare} --image=busybox:1.36 --copy-to=@{bare}-copy --share-processes -c look -- sleep 1000000
sleep 10
kubectl exec -n @{namespace} @{bare}-copy -c look -- wget -qO- http://127.0.0.1:@{port}/ > /opt/answers/shell/answer.txt
