# fails: listener/stopped, listener/closed
# The process is killed, and the kubelet starts it again.
echo @{fault.culprit} > /opt/answers/intruder/deployment.txt
ssh @{fault.node} "pkill -f 'http.server @{port}'"
kubectl delete pods -n @{namespace} -l app=@{fault.culprit} --grace-period=1
sleep 10
