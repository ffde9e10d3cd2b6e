# fails: shell/ephemeral
# It has ended by now.
kubectl debug -n @{namespace} @{bare} --image=busybox:1.36 --target=web -c look -- wget -qO- http://127.0.0.1:@{port}/
sleep 10
kubectl logs -n @{namespace} @{bare} -c look > /opt/answers/shell/answer.txt
