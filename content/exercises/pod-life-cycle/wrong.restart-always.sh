# fails: once/succeeded
# The default policy starts it again and again: Completed, CrashLoopBackOff, never Succeeded.
kubectl run report --image=busybox:1.36 --command -- echo "report ready"
sleep 60
