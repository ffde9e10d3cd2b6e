# fails: previous/log, previous/code
# The log of the container that runs now.
kubectl logs @{busy}-loader -n @{namespace} > /opt/answers/crash/previous.log
echo 1 > /opt/answers/crash/code.txt
