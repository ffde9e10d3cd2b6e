# fails: listener/process, listener/deployment, listener/stopped
# All that run on the node are stopped, and everybody is suspected.
printf '%s\n' @{first} @{second} @{third} > /opt/answers/intruder/deployment.txt
echo 'sh /scripts/start.sh' > /opt/answers/intruder/command.txt
kubectl scale deployment @{first} @{second} @{third} -n @{namespace} --replicas=0
sleep 5
