# fails: shell/ephemeral
# It shares the network, but not the processes.
kubectl debug -n @{namespace} @{bare} --image=busybox:1.36 -c look -- sleep 1000000
sleep 10
kubectl exec -n @{namespace} @{bare} -c look -- wget -qO- http://127.0.0.1:@{port}/ > /opt/answers/shell/answer.txt
