# fails: outage/works-again, outage/oven
# Pods by hand instead of the controller.
bash /root/outage.sh
kubectl run oven-1 -n bakery --image=nginx:1.27 --labels=app=oven
kubectl run oven-2 -n bakery --image=nginx:1.27 --labels=app=oven
sleep 30
