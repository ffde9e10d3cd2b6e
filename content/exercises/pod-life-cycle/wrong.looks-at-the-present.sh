# fails: exit-code/code, exit-code/words
# The exit code of kubectl, and the log of the container that has only just begun.
kubectl logs worker -n clinic > /dev/null
echo $? > /root/worker.txt
kubectl get pod worker -n clinic >> /root/worker.txt
